using FlowFunctions.Runs;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;

namespace FlowFunctions.Tests.Runs.Ending.Retention;

/// <summary>A client's orchestrations that have not ended.</summary>
internal static class ForgottenOrchestrations
{
    /// <summary>Has the client list them, and end those that it is to end.</summary>
    /// <param name="client">Of the hub.</param>
    /// <param name="open">Instances, and when they last moved.</param>
    /// <returns>What was asked for, and the instances that were ended, in their order.</returns>
    public static (List<OrchestrationQuery> Asked, List<string> Ended) SetupOpen(this Mock<DurableTaskClient> client, params (string Id, DateTimeOffset MovedAt)[] open)
    {
        var (asked, ended) = (new List<OrchestrationQuery>(), new List<string>());
        client
            .Setup(known => known.GetAllInstancesAsync(It.IsAny<OrchestrationQuery?>()))
            .Callback((OrchestrationQuery? query) => asked.Add(query!))
            .Returns(Pageable.Create((_, _) => Task.FromResult(new Page<OrchestrationMetadata>(
                [.. open.Select(instance => new OrchestrationMetadata(nameof(RunFlow), instance.Id) { LastUpdatedAt = instance.MovedAt })]))));
        client
            .Setup(known => known.TerminateInstanceAsync(
                It.IsAny<string>(), It.Is<TerminateInstanceOptions?>(options => RunPurge.ForgottenMessage.Equals(options!.Output)), It.IsAny<CancellationToken>()))
            .Callback((string id, TerminateInstanceOptions? _, CancellationToken _) => ended.Add(id))
            .Returns(Task.CompletedTask);
        return (asked, ended);
    }
}
