using Azure;
using FlowFunctions.Steps;

namespace FlowFunctions.Runs;

/// <summary>What is known of a running step's task at its target. Stored, so that an activity that runs again goes on where the last one was.</summary>
public sealed record StepHandle
{
    /// <summary>What is added to the number of the try where no other one is to follow.</summary>
    private const int NoneFollows = 1_000_000;

    /// <summary>By which the target knows the task, at most <see cref="StepHandleStore.MaximumTaskLength"/> characters; null until the target has accepted one.</summary>
    public string? Task { get; init; }

    /// <summary>The number of the try that the handle is of; far above it where no other is to follow (<see cref="Closed"/>).</summary>
    public int Try { get; init; } = 1;

    /// <summary>The number of the try that the handle is of.</summary>
    public int LastTry => Try % NoneFollows;

    /// <summary>Whether every try that may have been asked for finds itself cancelled.</summary>
    public bool IsClosed => Try > NoneFollows;

    /// <summary>How many times the target was asked to start the step, over all tries.</summary>
    public int Attempts { get; init; }

    /// <summary>Exchanges in a row that taught nothing.</summary>
    public int Failures { get; init; }

    /// <summary>0 to 1; null when the target does not say.</summary>
    public double? Progress { get; init; }

    /// <summary>What the target is doing, or why it is being asked again.</summary>
    public string? Message { get; init; }

    /// <summary>How many steps have the turn before it that it waits for; null where it waits for none.</summary>
    public int? Ahead { get; init; }

    /// <summary>Whether the try has had to wait for a turn, or still does.</summary>
    public bool HasWaited { get; init; }

    /// <summary>UTC; when the turn came that the try has waited for. Null where it has waited for none, and while it waits.</summary>
    public DateTime? TurnAt { get; init; }

    /// <summary>Nobody waits for the step any more: it must not be started again.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>
    /// How the try has ended, where it had a task or asking for it took long: an activity that runs again because its end could not be put down does not ask its target again, and who ends the run
    /// without its orchestration knows it. Null where it goes on, or its end was the quick answer to its start.
    /// </summary>
    public StepReport? End { get; init; }

    /// <summary>The row's version; the default for a handle that is not stored yet.</summary>
    public ETag ETag { get; init; }

    /// <summary>The same with what the target has said of its turn: so many are before it, or none any more.</summary>
    /// <param name="ahead">See <see cref="Ahead"/>.</param>
    /// <param name="now">UTC.</param>
    public StepHandle WithTurn(int? ahead, DateTime now) => this with
    {
        Ahead = ahead,
        HasWaited = HasWaited || ahead is not null,
        TurnAt = ahead is null && HasWaited ? TurnAt ?? now : null,
    };

    /// <summary>
    /// The same for a step that nobody waits for. One that is stored was begun, and counts as an attempt, whether its target has been asked yet or not: so it is told from a step that was kept
    /// from beginning.
    /// </summary>
    public StepHandle Cancelled() => this with { IsCancelled = true, Attempts = ETag == default ? Attempts : Math.Max(1, Attempts) };

    /// <summary>The same for a step whose run has ended. It counts as an attempt, whether its target has been asked yet or not: so it is told from a step that was kept from beginning.</summary>
    public StepHandle Closed() => this with { Try = LastTry + NoneFollows, IsCancelled = true, Attempts = Math.Max(1, Attempts) };

    /// <summary>
    /// What the handle says to a call of the given try. The task of an earlier try is over and none of its business: the call starts with a fresh
    /// handle, to be written over this one. And a call that a later try has overtaken must do nothing more.
    /// </summary>
    public StepHandle For(StepTry @try) => Try == @try.Number
        ? this
        : new() { Try = @try.Number, Attempts = @try.EarlierAttempts, IsCancelled = Try > @try.Number, ETag = ETag };
}
