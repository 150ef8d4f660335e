using System.Collections.Concurrent;
using System.Diagnostics;
using FlowFunctions.Mutation.Compiling;
using FlowFunctions.Mutation.Making;

namespace FlowFunctions.Mutation.Running;

/// <summary>Runs the tests against each mutant: those that reach it, the quickest first, until one fails.</summary>
internal sealed class MutationRun(MutantBuild build, IReadOnlyList<Mutant> mutants, TestSet tests, IReadOnlyList<string> folders,
    Action<string> say)
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<int, Verdict> _verdicts = [];
    private List<CoveredCase> _cases = [];
    private IReadOnlySet<int> _initial = new HashSet<int>();
    private Func<bool> _isOver = () => false;

    /// <summary>The verdict of every mutant that was tried, by its id.</summary>
    public IReadOnlyDictionary<int, Verdict> Verdicts => _verdicts;

    /// <param name="caseLimit">What a test case may take with nothing changed.</param>
    /// <param name="limit">After which no further mutant is tried, counted from the first; infinite for none.</param>
    /// <exception cref="InvalidOperationException">The tests do not run though nothing is changed.</exception>
    public async Task RunAsync(TimeSpan caseLimit, TimeSpan limit)
    {
        await CoverAsync(caseLimit);
        var watch = Stopwatch.StartNew();
        _isOver = () => limit != Timeout.InfiniteTimeSpan && watch.Elapsed >= limit;
        var switched = new ConcurrentQueue<Mutant>(mutants.Where(mutant => !NeedsItsOwnProcess(mutant)));
        var own = new ConcurrentQueue<Mutant>(mutants.Where(NeedsItsOwnProcess));
        say($"{switched.Count} mutants in one build, {own.Count} in processes of their own");
        await Task.WhenAll(folders.Select(folder => Task.Run(() => WorkAsync(folder, switched, own))));
    }

    private bool NeedsItsOwnProcess(Mutant mutant) => build.Apart.Contains(mutant.Id) || _initial.Contains(mutant.Id);

    private async Task CoverAsync(TimeSpan caseLimit)
    {
        using var host = await HostProcess.StartAsync(tests, folders[0], 0, Start)
            ?? throw new InvalidOperationException("The tests do not start, though nothing is changed.");
        var coverage = await host.CoverAsync(caseLimit);
        _initial = coverage.Initial;
        _cases = [.. coverage.Cases.Where(found => found.Passed)];
        var failing = coverage.Cases.Where(found => !found.Passed).ToList();
        say($"{_cases.Count} tests take {TimeSpan.FromTicks(_cases.Sum(found => found.Elapsed.Ticks)).TotalSeconds:F1} s");
        foreach (var reason in failing.GroupBy(found => found.Reason, StringComparer.Ordinal))
        {
            say($"left out, because they fail with nothing changed ({reason.Key}): {reason.Count()}, one of them {reason.First().Name}");
        }

        if (_cases.Count == 0)
        {
            throw new InvalidOperationException($"No test class that passes is called like {string.Join(" or ", tests.Filters)}; name others by --tests.");
        }
    }

    private async Task WorkAsync(string folder, ConcurrentQueue<Mutant> switched, ConcurrentQueue<Mutant> own)
    {
        HostProcess? host = null;
        while (!_isOver() && switched.TryDequeue(out var mutant))
        {
            var cases = _cases.Where(found => found.Reached.Contains(mutant.Id)).ToList();
            if (cases.Count == 0)
            {
                Note(mutant, Verdict.NotReached);
                continue;
            }

            var verdict = Verdict.Stale;
            while (verdict is Verdict.Stale)
            {
                host ??= await HostProcess.StartAsync(tests, folder, 0, Start)
                    ?? throw new InvalidOperationException("The tests do not start any more.");
                var isNew = !host.IsUsed;
                verdict = await TryAsync(host, mutant, cases);
                verdict = verdict is Verdict.Stale && isNew ? Verdict.Killed : verdict;
                if (verdict is Verdict.Stale or Verdict.TimedOut or Verdict.Crashed)
                {
                    host.Dispose();
                    host = null;
                }
            }

            Note(mutant, verdict);
        }

        host?.Dispose();
        var product = Path.Combine(folder, $"{tests.Product}.dll");
        var switchedAssembly = await File.ReadAllBytesAsync(product);
        while (!_isOver() && own.TryDequeue(out var mutant))
        {
            Note(mutant, await TryAloneAsync(folder, product, switchedAssembly, mutant));
        }
    }

    private async Task<Verdict> TryAloneAsync(string folder, string product, byte[] switchedAssembly, Mutant mutant)
    {
        if (!build.Apart.Contains(mutant.Id))
        {
            await File.WriteAllBytesAsync(product, switchedAssembly);
        }
        else if (!build.WriteAlone(mutant, product))
        {
            return Verdict.Invalid;
        }

        // What runs once is reached by whoever comes first, and a constant by nobody: those that come by the same file are asked, then all
        // others.
        var cases = _cases.Where(found => found.Reached.Contains(mutant.Id)).ToList();
        if (cases.Count > 0 && !_initial.Contains(mutant.Id))
        {
            return await TryFreshAsync(folder, mutant, cases);
        }

        var file = mutants.Where(other => other.File == mutant.File).Select(other => other.Id).ToHashSet();
        cases = [.. _cases.Where(found => found.Reached.Overlaps(file))];
        var verdict = cases.Count == 0 ? Verdict.Survived : await TryFreshAsync(folder, mutant, cases);
        return verdict is Verdict.Survived ? await TryFreshAsync(folder, mutant, [.. _cases.Except(cases)]) : verdict;
    }

    // Only the classes that are asked for are looked into: that is most of what a process takes.
    private async Task<Verdict> TryFreshAsync(string folder, Mutant mutant, List<CoveredCase> cases)
    {
        var classes = tests with { Filters = [.. cases.Select(found => found.Class).Distinct()] };
        using var host = cases.Count == 0 ? null : await HostProcess.StartAsync(classes, folder, mutant.Id, Start);
        return cases.Count == 0 ? Verdict.Survived : host is null ? Verdict.Crashed : await TryAsync(host, mutant, cases);
    }

    private static async Task<Verdict> TryAsync(HostProcess host, Mutant mutant, List<CoveredCase> cases)
    {
        foreach (var batch in Batches(cases))
        {
            var expected = TimeSpan.FromTicks(batch.Sum(found => found.Elapsed.Ticks));
            var verdict = await host.TryAsync(mutant.Id, batch.Select(found => found.Id), Grace + (expected * 4));
            if (verdict is not Verdict.Survived)
            {
                return verdict;
            }
        }

        return Verdict.Survived;
    }

    // The quickest first, so that most mutants end in milliseconds.
    private static IEnumerable<List<CoveredCase>> Batches(List<CoveredCase> cases)
    {
        var batch = new List<CoveredCase>();
        var length = TimeSpan.Zero;
        foreach (var found in cases.OrderBy(found => found.Elapsed))
        {
            if (batch.Count > 0 && length + found.Elapsed > Batch)
            {
                yield return batch;
                batch = [];
                length = TimeSpan.Zero;
            }

            batch.Add(found);
            length += found.Elapsed;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private void Note(Mutant mutant, Verdict verdict)
    {
        _verdicts[mutant.Id] = verdict;
        if (verdict is Verdict.Survived or Verdict.NotReached)
        {
            say($"{verdict}: {mutant.File}:{mutant.Line}   {mutant.Before}   →   {mutant.After}");
        }

        if (_verdicts.Count % 200 == 0)
        {
            say($"{_verdicts.Count} of {mutants.Count}");
        }
    }
}
