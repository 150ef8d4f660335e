using System.CommandLine;
using System.Runtime.InteropServices;
using FlowFunctions.Benchmarks.Runs;
using FlowFunctions.Chaos.Rig;

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
        var rounds = Number("--rounds", "How many trials of that length follow each other, each with the next seed on storage of its own (the emulator slows down with what it holds)", 1, 1, 1000);
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

    /// <summary>Trials one after the other; one that could not be made ends them, one that found something does not.</summary>
    private static async Task<int> RunAsync(ChaosPlan first, int rounds, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var sum = TrialCount.None;
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                var count = await TryAsync(first with { Seed = first.Seed + round }, stop.Token);
                sum = sum.And(count);
                if (rounds > 1)
                {
                    Console.WriteLine($"Round {round + 1} of {rounds}, {TimeProvider.System.GetUtcNow():T}: {count}");
                }
            }

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

    /// <summary>One trial, in a folder that stays where something was found.</summary>
    private static async Task<TrialCount> TryAsync(ChaosPlan plan, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("flow-functions-chaos-").FullName;
        var stays = false;
        try
        {
            Console.WriteLine($"Seed {plan.Seed}: {plan.Flows} flows, {plan.Hosts} hosts, {plan.Length.TotalMinutes:0.##} minutes of weather; load average {Machine.Load()}.");
            var result = await new Trial(plan, folder, Console.Out).RunAsync(cancellationToken);
            stays = !result.Count.IsClean;
            foreach (var line in result.Lines())
            {
                Console.WriteLine(line);
            }

            Console.WriteLine(stays ? $"What the hosts wrote is in {folder}; --seed {plan.Seed} makes the same flows and weather again." : $"--seed {plan.Seed} makes the same flows and weather again.");
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
                await DeleteAsync(folder);
            }
        }
    }

    /// <summary>An emulator that has just ended may still have had a file to write.</summary>
    private static async Task DeleteAsync(string folder)
    {
        for (var attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (attempt < 5)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }
}
