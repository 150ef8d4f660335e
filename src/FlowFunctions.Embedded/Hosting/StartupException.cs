namespace FlowFunctions.Embedded.Hosting;

/// <summary>The application cannot start. The message lists every fault with its cure and needs no stack trace beside it.</summary>
internal sealed class StartupException : Exception
{
    public StartupException(string fault, Exception? cause = null)
        : base(fault, cause) => Faults = [fault];

    public StartupException(IReadOnlyList<string> faults)
        : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    public IReadOnlyList<string> Faults { get; }
}
