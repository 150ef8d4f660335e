using System.Threading.Channels;
using FlowFunctions.Embedded.Engine.History;

namespace FlowFunctions.Embedded.Engine.Instances;

/// <summary>What has happened to an instance and waits for its next turn, in the order in which it came. Anyone writes; the instance's loop reads.</summary>
internal sealed class InstanceInbox
{
    private readonly Channel<Inbound> _events = Channel.CreateUnbounded<Inbound>(new UnboundedChannelOptions { SingleReader = true });
    private volatile bool _hasStrayed;

    /// <summary>Whether the orchestrator's code was seen outside of its turn.</summary>
    public bool HasStrayed => _hasStrayed;

    /// <summary>Puts an event in. It is in the inbox when this returns.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="execution">The execution that it answers; null: whichever runs.</param>
    /// <returns>True when it is stored; false if the instance, or that execution of it, has ended.</returns>
    public Task<bool> PostAsync(HistoryEvent happened, string? execution)
    {
        var stored = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _events.Writer.TryWrite(new Inbound(happened, execution, stored)) ? stored.Task : Task.FromResult(false);
    }

    /// <summary>Puts in an event whose fate nobody waits for.</summary>
    public void Post(HistoryEvent? happened, string? execution = null) =>
        _events.Writer.TryWrite(new Inbound(happened, execution, new TaskCompletionSource<bool>()));

    /// <summary>Wakes the instance to fail: its code runs where it must not.</summary>
    public void ReportStray()
    {
        _hasStrayed = true;
        Post(null);
    }

    /// <summary>A new execution begins with a clean slate.</summary>
    public void ForgetStray() => _hasStrayed = false;

    /// <summary>The events that wait for this execution; those that answer an earlier one are turned away.</summary>
    public List<Inbound> TakeWaiting(string execution)
    {
        var waiting = new List<Inbound>();
        while (_events.Reader.TryRead(out var inbound))
        {
            if (inbound.Event is null || (inbound.Execution is not null && inbound.Execution != execution))
            {
                inbound.Stored.TrySetResult(false);
            }
            else
            {
                waiting.Add(inbound);
            }
        }

        return waiting;
    }

    /// <summary>Ends when something has come.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _events.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes nothing in any more, and turns away what was still waiting.</summary>
    /// <param name="reason">What its senders get; null: that the instance has ended.</param>
    public void Close(Exception? reason = null)
    {
        _events.Writer.TryComplete();
        while (_events.Reader.TryRead(out var late))
        {
            if (reason is null)
            {
                late.Stored.TrySetResult(false);
            }
            else
            {
                late.Stored.TrySetException(reason);
            }
        }
    }
}
