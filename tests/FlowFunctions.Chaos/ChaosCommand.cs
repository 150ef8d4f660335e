using System.CommandLine;
using System.Runtime.InteropServices;
using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Chaos.Rig;
using FlowFunctions.Testing;

namespace FlowFunctions.Chaos;

/// <summary>
/// <c>[--seed N] [--flows N] [--hosts N] [--minutes N] [--rounds N]</c>: runs flows on several hosts in bad weather, and says what of it was lost, done twice, left standing or done wrong. The
/// last line is the count.
/// </summary>
internal static class ChaosCommand
{
    private const int UsualFlows = 24;
    private const int UsualHosts = 3;
    private const double UsualMinutes = 2;

    /// <returns>0 where nothing is wrong, 1 where something is or the trial could not be made, 2 for options that are not understood.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments)
    {
        var seed = new Option<int?>("--seed") { Description = "Repeats flows, targets and weather; another one each time without it." };
        var flows = Number("--flows", "How many flows are run at the same time", UsualFlows, 1, 1000);
        var hosts = Number("--hosts", "How many hosts share the work", UsualHosts, 1, 16);
        var minutes = new Option<double>("--minutes") { Description = $"How long the weather lasts, 0.5 to 1440; {UsualMinutes} without it.", DefaultValueFactory = _ => UsualMinutes };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < 0.5 or > 1440)
            {
                result.AddError("--minutes must be from 0.5 to 1440.");
            }
        });
        var rounds = Number("--rounds", "How many trials of that length follow each other, each with the next seed on storage of its own (the emulator slows down with what it holds), while the one before settles", 1, 1, 1000);
        var command = new RootCommand("Runs flows in bad weather, and says what of it was lost, doubled, stuck or wrong.") { seed, flows, hosts, minutes, rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ChaosPlan(parsed.GetValue(seed) ?? Random.Shared.Next(1_000_000), parsed.GetValue(flows), parsed.GetValue(hosts), TimeSpan.FromMinutes(parsed.GetValue(minutes))),
            parsed.GetValue(rounds),
            cancellationToken));
        var parsing = command.Parse(arguments);
        var exitCode = await parsing.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        return parsing.Errors.Count > 0 ? 2 : exitCode;
    }

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{description}, {least} to {most}; {usual} without it.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{name} must be from {least} to {most}.");
            }
        });
        return option;
    }

    /// <summary>One that could not be made ends all, one that found something does not.</summary>
    private static async Task<int> RunAsync(ChaosPlan first, int rounds, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var sum = rounds == 1 ? await TryAsync(first, Console.WriteLine, () => { }, stop.Token) : await TryAllAsync(first, rounds, stop.Token);
            Console.WriteLine(sum);
            return sum.IsClean ? 0 : 1;
        }
        catch (Exception fault) when (fault is ChaosException or MeasureException)
        {
            await Console.Error.WriteLineAsync($"chaos: {fault.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("chaos: stopped before all was judged.");
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Each begins when the one before rests: what is left of that waits for messages to come back, and leaves the machine to the next.</summary>
    private static async Task<TrialCount> TryAllAsync(ChaosPlan first, int rounds, CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var trials = new List<Task<TrialCount>>();
        while (trials.Count < rounds && !all.IsCancellationRequested)
        {
            var rests = new TaskCompletionSource();
            trials.Add(RoundAsync(trials.Count, () => rests.TrySetResult()));
            await Task.WhenAny(trials[^1], rests.Task);
        }

        return (await Task.WhenAll(trials)).Aggregate(TrialCount.None, (sum, count) => sum.And(count));

        async Task<TrialCount> RoundAsync(int number, Action rests)
        {
            var plan = first with { Seed = first.Seed + number };
            try
            {
                var count = await TryAsync(plan, line => Console.WriteLine($"{plan.Seed}: {line}"), rests, all.Token);
                Console.WriteLine($"Round {number + 1} of {rounds}, {TimeProvider.System.GetUtcNow():T}: {count}");
                return count;
            }
            catch
            {
                await all.CancelAsync();
                throw;
            }
        }
    }

    /// <summary>One trial, in a folder that stays where something was found.</summary>
    private static async Task<TrialCount> TryAsync(ChaosPlan plan, Action<string> tell, Action rests, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flow-functions-chaos-").FullName;
        var stays = false;
        try
        {
            tell($"Seed {plan.Seed}: {plan.Flows} flows, {plan.Hosts} hosts, {plan.Length.TotalMinutes:0.##} minutes of weather; load average {Machine.Load()}.");
            var result = await new Trial(plan, folder, tell, rests).RunAsync(cancellationToken);
            stays = !result.Count.IsClean;
            foreach (var line in result.Lines())
            {
                tell(line);
            }

            tell(stays ? $"What the hosts wrote is in {folder}; --seed {plan.Seed} makes the same flows and weather again." : $"--seed {plan.Seed} makes the same flows and weather again.");
            return result.Count;
        }
        catch (Exception fault) when (fault is ChaosException or MeasureException)
        {
            stays = true;
            throw new ChaosException($"{fault.Message} What the hosts wrote is in {folder}.", fault);
        }
        finally
        {
            if (!stays)
            {
                EmulatorFolders.Delete(folder);
            }
        }
    }
}
