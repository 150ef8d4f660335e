using Microsoft.DurableTask;

namespace FlowFunctions.Runs;

/// <summary>
/// Tells all who wait in an orchestration to look again, each time that <see cref="RunFlow.WakeEvent"/> comes. The Azure Storage provider may lose what an orchestration waits for: it sends what a
/// turn asks for before it keeps the turn, and an answer, or a timer, that another host receives in between is taken for one of an instance that does not exist, given back five times and thrown
/// away (Azure/durabletask, OrchestrationSession.IsOutOfOrderMessage; as seen in Azure/azure-functions-durable-extension issue 669). <see cref="StandingRuns"/> sends the event. Lives in an orchestrator,
/// and is touched in its turns alone.
/// </summary>
internal sealed class Wakes
{
    private TaskCompletionSource<IReadOnlyList<string>> _next = new();

    public Wakes(TaskOrchestrationContext context) => _ = ListenAsync(context);

    /// <summary>
    /// Ends when the orchestration is woken the next time, with the instances of <see cref="AwaitStep"/> that are over and whose ends did not come. To be awaited by <see cref="Task.WhenAny(Task[])"/>
    /// alone, whose promises end at once and in the order in which they were asked for, which histories rely on; of several plain awaits that is not said.
    /// </summary>
    public Task<IReadOnlyList<string>> Next => _next.Task;

    /// <summary>
    /// Whether this history has been woken. It does not start over then: what was lost is asked for again, and stays asked for as well, and an orchestration neither ends nor starts over before all
    /// has come that it has asked for (Azure/durabletask, TaskOrchestrationExecutor, HasOpenTasks). It would do neither, and take no event any more.
    /// </summary>
    public bool HaveCome { get; private set; }

    private async Task ListenAsync(TaskOrchestrationContext context)
    {
        while (true)
        {
            var over = await context.WaitForExternalEvent<string[]?>(RunFlow.WakeEvent);
            HaveCome = true;
            var woken = _next;
            _next = new();
            woken.SetResult(over ?? []);
        }
    }
}
