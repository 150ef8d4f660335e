using System.CommandLine;
using FlowFunctions.Cli.Client;
using FlowFunctions.Cli.Help;
using FlowFunctions.Cli.Output;

namespace FlowFunctions.Cli.Connecting;

/// <summary>Makes verbs that talk to a server: with the options of all of them, and with one way to fail.</summary>
internal static class ServerVerb
{
    /// <summary>What a verb does; the answer is the exit code.</summary>
    public delegate Task<int> Work(ServerSession session, ParseResult arguments, CancellationToken cancellationToken);

    /// <param name="verb">With its own arguments and options.</param>
    /// <param name="surroundings">What is around the tool.</param>
    /// <param name="work">What it does.</param>
    /// <param name="hasOutput">Whether it writes data.</param>
    public static Verb Make(Verb verb, Surroundings surroundings, Work work, bool hasOutput = true)
    {
        var options = new ServerOptions();
        options.AddTo(verb, hasOutput);
        verb.SetAction((arguments, cancellationToken) => RunAsync(options, hasOutput, surroundings, arguments, work, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        ServerOptions options, bool hasOutput, Surroundings surroundings, ParseResult arguments, Work work, CancellationToken cancellationToken)
    {
        var configuration = arguments.InvocationConfiguration;
        var messages = new Messages(configuration.Error, surroundings, arguments.GetValue(options.NoInput), arguments.GetValue(options.Quiet) && !arguments.GetValue(options.Verbose));
        var output = new OutputWriter(configuration.Output, (hasOutput ? arguments.GetValue(options.Output) : null) ?? OutputFormat.Table, surroundings);
        var timeout = arguments.GetValue(options.Timeout);
        using var deadline = timeout is { } patience ? new CancellationTokenSource(patience, surroundings.Time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var target = await new TargetFinder(surroundings)
                .FindAsync(arguments.GetValue(options.Server), arguments.GetValue(options.KeyFile), arguments.GetValue(options.Profile), either.Token);
            using var session = ServerSession.Open(target, surroundings, output, messages, arguments.GetValue(options.Verbose));
            return await WorkAsync(session, arguments, work, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await configuration.Error.WriteLineAsync($"flows: Not done within --timeout {timeout!.Value.TotalSeconds:0.###} s. What the server was asked for goes on there.");
            return ExitCode.WaitedTooLong;
        }
        catch (FlowsException problem)
        {
            await configuration.Error.WriteLineAsync($"flows: {problem.Text}");
            return problem.ExitCode;
        }
    }

    private static async Task<int> WorkAsync(ServerSession session, ParseResult arguments, Work work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(session, arguments, cancellationToken);
        }
        catch (FlowsApiException refusal)
        {
            throw ServerFault.Of(refusal, session.Target);
        }
        catch (HttpRequestException problem)
        {
            throw ServerFault.Of(problem, session.Target);
        }
        catch (OperationCanceledException late) when (late.InnerException is TimeoutException timeout)
        {
            throw ServerFault.Of(timeout, session.Target);
        }
    }
}
