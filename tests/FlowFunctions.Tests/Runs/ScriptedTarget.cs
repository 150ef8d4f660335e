using FlowFunctions.Steps;

namespace FlowFunctions.Tests.Runs;

/// <summary>A target that replies as the test says and keeps what it was asked.</summary>
internal sealed class ScriptedTarget : IStepTarget
{
    private readonly Queue<Func<IStepCheckpoint, Task<TargetReply>>> _replies = new();

    public List<string> Asked { get; } = [];

    public string? CancelFault { get; set; }

    public TargetReply.Ended? Parts { get; set; }

    /// <summary>Whether <see cref="Parts"/> is all that there is to do.</summary>
    public bool IsAll { get; set; }

    public ScriptedTarget Then(TargetReply reply) => Then(() => Task.FromResult(reply));

    public ScriptedTarget Then(Func<Task<TargetReply>> reply)
    {
        _replies.Enqueue(_ => reply());
        return this;
    }

    /// <summary>Saves a handle in the middle of the exchange, and then replies, or dies where there is no reply.</summary>
    public ScriptedTarget ThenSave(string handle, TargetReply? reply = null, Func<Task>? before = null)
    {
        _replies.Enqueue(async checkpoint =>
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            await checkpoint.SaveAsync(handle, null, null, CancellationToken.None);
            return reply ?? throw new InvalidOperationException("killed");
        });
        return this;
    }

    public Task<TargetReply> StartAsync(StepCall call, int attempt, IStepCheckpoint checkpoint, CancellationToken cancellationToken) => ReplyAsync($"start {attempt}", checkpoint);

    public Task<TargetReply> PollAsync(StepCall call, string handle, IStepCheckpoint checkpoint, CancellationToken cancellationToken) => ReplyAsync($"poll {handle}", checkpoint);

    public Task<string?> CancelAsync(StepCall call, string handle, CancellationToken cancellationToken)
    {
        Asked.Add($"cancel {handle}");
        return Task.FromResult(CancelFault);
    }

    public WorkSoFar? SoFar(StepCall call, string handle) => Parts is null ? null : new(Parts, IsAll);

    private Task<TargetReply> ReplyAsync(string question, IStepCheckpoint checkpoint)
    {
        Asked.Add(question);
        return _replies.TryDequeue(out var reply) ? reply(checkpoint) : throw new InvalidOperationException($"No reply to '{question}' in the script.");
    }
}
