using FlowFunctions.LocalHost.Emulator;
using Microsoft.Extensions.Options;

namespace FlowFunctions.LocalHost.Checks;

/// <summary>The application cannot start. The message lists every fault with its cure and needs no stack trace beside it.</summary>
internal sealed class StartupException : Exception
{
    public StartupException(string fault, Exception? cause = null)
        : base(fault, cause) => Faults = [fault];

    public StartupException(IReadOnlyList<string> faults)
        : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    public IReadOnlyList<string> Faults { get; }

    /// <summary>What is wrong where an exception says it to the person who starts the host; null for any other exception.</summary>
    public static IReadOnlyList<string>? FaultsOf(Exception fault) => fault switch
    {
        StartupException startup => startup.Faults,
        AzuriteException azurite => [azurite.Message],
        OptionsValidationException options => [.. options.Failures],
        AggregateException { InnerExceptions: var inner } when inner.All(one => FaultsOf(one) is not null) => [.. inner.SelectMany(one => FaultsOf(one)!)],
        _ => null,
    };
}
