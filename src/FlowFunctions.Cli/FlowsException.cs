using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli;

/// <summary>What went wrong and what to do about it, in words for the person at the terminal; printed without a stack trace.</summary>
internal sealed class FlowsException : Exception
{
    public FlowsException(string message, string cure, Exception? cause = null)
        : base(message, cause) => Cure = cure;

    public FlowsException(int exitCode, string message, string cure, Exception? cause = null)
        : this(message, cure, cause) => ExitCode = exitCode;

    /// <summary>One or a few sentences or commands that help; empty where the message says all.</summary>
    public string Cure { get; }

    /// <summary>One of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = Cli.ExitCode.Failed;

    /// <summary>Both in one line, where the message is one; safe to show, whoever wrote the names in it.</summary>
    public string Text => OneLine.Each(Whole);

    private string Whole =>
        Cure.Length == 0 ? Message
        : Message.Contains('\n', StringComparison.Ordinal) ? $"{Message}\n{Cure}"
        : Message[^1] is '.' or '!' or '?' ? $"{Message} {Cure}"
        : $"{Message}. {Cure}";
}
