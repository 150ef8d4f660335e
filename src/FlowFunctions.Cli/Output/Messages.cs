using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Output;

/// <summary>What is said besides the data, on standard error.</summary>
internal sealed class Messages(TextWriter error, Surroundings surroundings, bool asksNothing)
{
    public TextWriter Writer => error;

    /// <summary>Whether somebody is there who can answer.</summary>
    public bool CanAsk => surroundings.IsInputTerminal && !asksNothing;

    public void Say(string line) => error.WriteLine(OneLine.Of(line));

    /// <summary>Several lines as they are.</summary>
    public void SayLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            error.WriteLine(line);
    }

    /// <summary>Asks for a yes.</summary>
    /// <param name="question">Without the choices.</param>
    /// <param name="isAnswered">Whether <c>--yes</c> was given.</param>
    /// <exception cref="FlowsException">Nobody can be asked.</exception>
    public bool Confirm(string question, bool isAnswered)
    {
        if (isAnswered)
            return true;
        if (!CanAsk)
            throw new FlowsException(ExitCode.Misuse, $"This asks first: {question}", "Give --yes where nobody can answer.");
        error.Write($"{OneLine.Of(question)} [y/N] ");
        return surroundings.Input.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>Asks for the name of what cannot be brought back.</summary>
    /// <inheritdoc cref="Confirm"/>
    public bool ConfirmByName(string question, string name, bool isAnswered)
    {
        if (isAnswered)
            return true;
        if (!CanAsk)
            throw new FlowsException(ExitCode.Misuse, $"This asks first: {question}", "Give --yes where nobody can answer.");
        error.Write($"{OneLine.Of(question)} Type its name to go on: ");
        return string.Equals(surroundings.Input.ReadLine()?.Trim(), name, StringComparison.OrdinalIgnoreCase);
    }
}
