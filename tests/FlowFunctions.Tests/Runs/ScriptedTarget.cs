using FlowFunctions.Targets;

namespace FlowFunctions.Tests.Runs;

/// <summary>A target that replies as the test says and keeps what it was asked.</summary>
internal sealed class ScriptedTarget : IStepTarget
{
    private readonly Queue<Func<Task<TargetReply>>> _replies = new();

    public List<string> Asked { get; } = [];

    public string? CancelFault { get; set; }

    public ScriptedTarget Then(TargetReply reply) => Then(() => Task.FromResult(reply));

    public ScriptedTarget Then(Func<Task<TargetReply>> reply)
    {
        _replies.Enqueue(reply);
        return this;
    }

    public Task<TargetReply> StartAsync(StepCall call, int attempt, IStepCheckpoint checkpoint, CancellationToken cancellationToken) => ReplyAsync($"start {attempt}");

    public Task<TargetReply> PollAsync(StepCall call, string handle, IStepCheckpoint checkpoint, CancellationToken cancellationToken) => ReplyAsync($"poll {handle}");

    public Task<string?> CancelAsync(StepCall call, string handle, CancellationToken cancellationToken)
    {
        Asked.Add($"cancel {handle}");
        return Task.FromResult(CancelFault);
    }

    private Task<TargetReply> ReplyAsync(string question)
    {
        Asked.Add(question);
        return _replies.TryDequeue(out var reply) ? reply() : throw new InvalidOperationException($"No reply to '{question}' in the script.");
    }
}
