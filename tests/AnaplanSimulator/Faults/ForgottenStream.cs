namespace AnaplanSimulator.Faults;

/// <summary>An answer's body that goes nowhere, and so begins no answer.</summary>
internal sealed class ForgottenStream() : AnswerStream(Null)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
