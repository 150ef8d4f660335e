namespace FlowFunctions.Runs;

/// <summary>A call that is safe to be made again, and is when its orchestration is woken: whatever answer comes is one.</summary>
/// <param name="wakes">Of the orchestration.</param>
/// <param name="call">Makes it.</param>
/// <param name="until">Its end ends that: nobody asks for the answer any more. Null for none.</param>
internal sealed class RepeatedCall<T>(Wakes wakes, Func<Task<T>> call, Task? until = null)
{
    private readonly List<Task<T>> _made = [];

    /// <summary>The next answer. The call is made first where none is to come.</summary>
    public async Task<T> NextAsync()
    {
        if (_made.Count == 0)
        {
            _made.Add(call());
        }

        while (true)
        {
            var woken = wakes.Next;
            var first = await Task.WhenAny([.. _made, woken]);
            if (first != woken)
            {
                var answered = _made.Find(made => made == first)!;
                _made.Remove(answered);
                return await answered;
            }

            if (until?.IsCompleted != true)
            {
                _made.Add(call());
            }
        }
    }
}
