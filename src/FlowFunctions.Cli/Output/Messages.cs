using FlowFunctions.Cli.Rendering;

namespace FlowFunctions.Cli.Output;

/// <summary>What is said besides the data, on standard error, and what is asked there.</summary>
/// <param name="error">Standard error.</param>
/// <param name="surroundings">Who may be there to answer.</param>
/// <param name="asksNothing">Whether <c>--no-input</c> was given.</param>
/// <param name="isQuiet">Whether <c>--quiet</c> was given: only what is asked is written, and what went wrong elsewhere.</param>
internal sealed class Messages(TextWriter error, Surroundings surroundings, bool asksNothing, bool isQuiet = false)
{
    public TextWriter Writer => error;

    /// <summary>Whether messages may move.</summary>
    public bool IsLive => surroundings.IsErrorLive && !isQuiet;

    /// <summary>Whether somebody is there who can answer.</summary>
    public bool CanAsk => surroundings.IsInputTerminal && !asksNothing;

    public void Say(string line) => SayLines([OneLine.Of(line)]);

    /// <summary>Several lines as they are.</summary>
    /// <param name="lines">Safe to show.</param>
    /// <param name="isNeeded">Whether somebody has to know them who is asked next.</param>
    public void SayLines(IEnumerable<string> lines, bool isNeeded = false)
    {
        foreach (var line in isQuiet && !isNeeded ? [] : lines)
            error.WriteLine(line);
    }

    /// <summary>Asks for a yes.</summary>
    /// <param name="question">Without the choices.</param>
    /// <param name="isAnswered">Whether <c>--yes</c> was given.</param>
    /// <param name="cancellationToken">Ends the waiting for an answer.</param>
    /// <exception cref="FlowsException">Nobody can be asked.</exception>
    public async Task<bool> ConfirmAsync(string question, bool isAnswered, CancellationToken cancellationToken) =>
        isAnswered || await AskAsync(question, "[y/N] ", cancellationToken) is "y" or "Y" or "yes";

    /// <summary>Asks for the name of what cannot be brought back.</summary>
    /// <inheritdoc cref="ConfirmAsync"/>
    public async Task<bool> ConfirmByNameAsync(string question, string name, bool isAnswered, CancellationToken cancellationToken) =>
        isAnswered || string.Equals(await AskAsync(question, "Type its name to go on: ", cancellationToken), name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Asks for a secret, which is not shown. Only where <see cref="CanAsk"/>.</summary>
    /// <returns>Empty where none was typed.</returns>
    public async Task<string> AskSecretAsync(string question, CancellationToken cancellationToken)
    {
        await error.WriteAsync($"{OneLine.Of(question)}: ");
        var answer = await AnswerAsync(surroundings.ReadHidden ?? surroundings.Input.ReadLine, cancellationToken);
        await error.WriteLineAsync();
        return answer;
    }

    private async Task<string> AskAsync(string question, string prompt, CancellationToken cancellationToken)
    {
        if (!CanAsk)
            throw new FlowsException(ExitCode.Misuse, $"This asks first: {question}", "Give --yes where nobody can answer.");
        await error.WriteAsync($"{OneLine.Of(question)} {prompt}");
        return await AnswerAsync(surroundings.Input.ReadLine, cancellationToken);
    }

    /// <summary>A terminal is read without a way to end that: Ctrl-C leaves the reading behind, and the process ends with it.</summary>
    private async Task<string> AnswerAsync(Func<string?> read, CancellationToken cancellationToken)
    {
        try
        {
            return (await Task.Run(read, CancellationToken.None).WaitAsync(cancellationToken))?.Trim() ?? "";
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync();
            throw;
        }
    }
}
