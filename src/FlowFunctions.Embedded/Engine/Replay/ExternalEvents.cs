using FlowFunctions.Embedded.Engine.History;
using Microsoft.DurableTask;

namespace FlowFunctions.Embedded.Engine.Replay;

/// <summary>
/// Events by name, ignoring case: those that nobody waits for yet, in the order in which they came, and the open waits, of which the latest is
/// served first. (The real package serves a wait that was cancelled too, and so loses the event; here it is taken out.)
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly List<EventRaised> _unclaimed = [];
    private readonly Dictionary<string, List<IWait>> _waits = new(StringComparer.OrdinalIgnoreCase);

    private interface IWait
    {
        Type EventType { get; }

        void Complete(EventRaised raised, DataConverter converter);
    }

    public bool AnyWaits => _waits.Count > 0;

    /// <summary>Those that nobody has waited for, in the order in which they came.</summary>
    public IReadOnlyList<EventRaised> Unclaimed => _unclaimed;

    public void Raise(EventRaised raised)
    {
        if (!_waits.TryGetValue(raised.Name, out var waits))
        {
            _unclaimed.Add(raised);
            return;
        }

        var wait = waits[^1];
        Remove(raised.Name, wait);
        wait.Complete(raised, converter);
    }

    /// <exception cref="ArgumentException">Another wait for this name is open, with another type.</exception>
    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        if (_waits.TryGetValue(name, out var waits) && waits[^1].EventType != typeof(T))
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected {waits[^1].EventType.FullName} but was requested {typeof(T).FullName}.",
                nameof(name));
        }

        var wait = new Wait<T>();
        var waiting = _unclaimed.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (waiting >= 0)
        {
            var raised = _unclaimed[waiting];
            _unclaimed.RemoveAt(waiting);
            wait.Complete(raised, converter);
            return wait.Task;
        }

        if (waits is null)
        {
            _waits.Add(name, waits = []);
        }

        waits.Add(wait);
        if (cancellationToken.CanBeCanceled)
        {
            wait.CancelWith(() => Remove(name, wait), cancellationToken);
        }

        return wait.Task;
    }

    private void Remove(string name, IWait wait)
    {
        if (_waits.TryGetValue(name, out var waits) && waits.Remove(wait) && waits.Count == 0)
        {
            _waits.Remove(name);
        }
    }

    private sealed class Wait<T> : TaskCompletionSource<T>, IWait
    {
        private CancellationTokenRegistration _cancellation;

        public Type EventType => typeof(T);

        public void CancelWith(Action cancelled, CancellationToken cancellationToken) => _cancellation = cancellationToken.Register(() =>
        {
            cancelled();
            TrySetCanceled(cancellationToken);
        });

        public void Complete(EventRaised raised, DataConverter converter)
        {
            _cancellation.Unregister();
            try
            {
                TrySetResult(converter.Deserialize<T>(raised.Payload)!);
            }
            catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
            {
                // The orchestrator that awaits it decides what an unreadable event means.
                TrySetException(unreadable);
            }
        }
    }
}
