using System.Diagnostics;
using FlowFunctions.Mutation.Compiling;
using FlowFunctions.Mutation.Making;
using FlowFunctions.Mutation.Running;

namespace FlowFunctions.Mutation;

/// <summary>The whole way from a folder to its report. The current folder is the repository's root.</summary>
internal static class MutationTool
{
    /// <summary>Answers the exit code: 0, or 1 where the score is less than asked for, or 2 where there is nothing to change.</summary>
    /// <exception cref="InvalidOperationException">The product does not build, or its tests do not run, with nothing changed.</exception>
    public static async Task<int> RunAsync(Options options, TestSet tests)
    {
        var watch = Stopwatch.StartNew();
        void Say(string text) => Console.Error.WriteLine($"{watch.Elapsed.TotalSeconds,6:F0} s  {text}");

        var root = Path.GetFullPath(".");
        var product = await Product.ReadAsync(Path.Combine(root, "src", tests.Product));
        var sources = product.Compilation.SyntaxTrees
            .Select(tree => (Tree: tree, File: Path.GetRelativePath(root, tree.FilePath)))
            .Where(source => source.File == options.Folder || source.File.StartsWith(options.Folder + "/", StringComparison.Ordinal))
            .Where(source => !source.File.Contains("/obj/", StringComparison.Ordinal))
            .OrderBy(source => source.File, StringComparer.Ordinal);
        var found = new List<Mutant>();
        var fixedConstants = Constants.NeededByCompiler(product.Compilation);
        foreach (var (tree, file) in sources)
        {
            found.AddRange(MutantFinder.Find(product.Compilation, tree, file, found.Count + 1, fixedConstants));
        }

        if (options.Sample is { } size && size < found.Count)
        {
            var order = found.ToArray();
            new Random(options.Seed).Shuffle(order);
            found = [.. order.Take(size).OrderBy(mutant => mutant.Id)];
        }

        if (found.Count == 0)
        {
            await Console.Error.WriteLineAsync($"There is nothing to change in {options.Folder}.");
            return 2;
        }

        var equivalents = Equivalents.Parse(
            await File.ReadAllLinesAsync(Path.Combine(root, "tests", "FlowFunctions.Mutation", "equivalent.txt")));
        var mutants = found.Where(mutant => !equivalents.Has(mutant)).ToList();
        Say($"{found.Count} mutants of {options.Folder}");

        var work = Directory.CreateTempSubdirectory("flow-functions-mutation-");
        try
        {
            var output = Path.Combine(root, "tests", tests.Assembly, "bin", "Debug", "net10.0");
            var folders = Enumerable.Range(1, options.Jobs ?? Environment.ProcessorCount)
                .Select(number => Path.Combine(work.FullName, $"{number}")).ToList();
            var build = new MutantBuild(product, mutants);
            foreach (var folder in folders)
            {
                TestFolder.Copy(output, folder);
                foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "FlowFunctions.Mutation.*"))
                {
                    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
                }
            }

            var assembly = Path.Combine(folders[0], $"{tests.Product}.dll");
            build.WriteSwitched(assembly);
            foreach (var folder in folders.Skip(1))
            {
                File.Copy(assembly, Path.Combine(folder, $"{tests.Product}.dll"), overwrite: true);
            }

            Say("compiled");
            var run = new MutationRun(build, mutants, tests, folders, Say);
            await run.RunAsync(TimeSpan.FromMinutes(3), options.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : Timeout.InfiniteTimeSpan);
            var untried = mutants.Where(mutant => !run.Verdicts.ContainsKey(mutant.Id)).ToHashSet();
            if (untried.Count > 0)
            {
                Say($"{untried.Count} were not tried: the time is over");
                found = [.. found.Where(mutant => !untried.Contains(mutant))];
            }

            var verdicts = found.ToDictionary(mutant => mutant.Id, mutant => run.Verdicts.GetValueOrDefault(mutant.Id, Verdict.Equivalent));
            var report = new Report(found, verdicts);
            report.Write(Console.Out, options.All);
            Say("done");
            return report.Score < options.AtLeast ? 1 : 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
