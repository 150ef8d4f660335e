using System.Reflection;
using FlowFunctions.Mutation.Compiling;
using FlowFunctions.Mutation.Making;
using FlowFunctions.Mutation.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FlowFunctions.Mutation.Tests;

public class MutantTests
{
    private static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path)
                is "System.Private.CoreLib" or "System.Runtime" or "System.Collections" or "System.Linq")
                .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    [Theory]
    [InlineData("static bool F(int a) => a < 1;", "true", "false", "a <= 1", "a >= 1", "2", "0")]
    [InlineData("static bool F(bool a, bool b) => a && !b;", "true", "false", "a || !b", "b")]
    [InlineData("static int F(int a) => a + 1;", "default", "a - 1", "2", "0")]
    [InlineData("static string F(string a) => a + \"b\";", "default", "\"\"")]
    [InlineData("static string F(string? a) => a ?? \"\";", "default", "a", "\"\"", "\"x\"")]
    [InlineData("static void F(System.Collections.Generic.List<int> a) { a.Clear(); }", "")]
    [InlineData("static int F(int[] a) => a.First();", "default", "Last")]
    [InlineData("static int[] F(int a, int b) => [a, b];", "default", "", "")]
    [InlineData("static bool F(int a) => a is > 1 and < 3;", "true", "false", "!(a is > 1 and < 3)", "> 1 or < 3", ">= 1", "<= 1", "2", "0",
        "<= 3", ">= 3", "4", "2")]
    [InlineData("static void F(string a) { System.ArgumentNullException.ThrowIfNull(a); throw new System.InvalidOperationException(\"text\"); }",
        "")]
    [InlineData("[System.Obsolete(\"text\")] static void F() { }")]
    public void Code_is_changed_in_every_way_that_a_test_should_notice(string member, params string[] expected) =>
        Assert.Equal(expected, Find(member).Mutants.Select(mutant => mutant.After));

    [Fact]
    public void Mutants_stand_beside_each_other_and_one_is_on()
    {
        var (compilation, found) = Find("""
            private const int Limit = 3;
            private static readonly string[] Words = ["a", "b"];
            public static string F(object? value)
            {
                var text = value is int { } number ? number > Limit ? "many" : "few" : value?.ToString() ?? "none";
                if (text.Length == 0)
                {
                    text = Words[0];
                }

                return text + Words.Length;
            }
            """);
        Assert.All(found, mutant => Assert.True(mutant.CanBeSwitched, $"{mutant.Before} -> {mutant.After}"));

        // Where a pattern is turned round, the variable that it declares has no value.
        var apart = found.Where(mutant => mutant.After == "!(value is int { } number)").Select(mutant => mutant.Id).ToHashSet();
        var mutants = found.Where(mutant => !apart.Contains(mutant.Id)).ToList();
        var method = Compile(compilation, found, apart, out var on);

        string[] Results() => [.. new object?[] { null, 3, 4, "", "text" }.Select(value => (string)method.Invoke(null, [value])!)];
        var original = Results();
        Assert.Equal(["none2", "few2", "many2", "a2", "text2"], original);
        Assert.Equal(mutants, mutants.Where(mutant =>
        {
            on.SetValue(null, mutant.Id);
            try
            {
                return !Results().SequenceEqual(original);
            }
            catch (TargetInvocationException)
            {
                return true;
            }
        }).Concat(mutants.Where(OfWords)).Distinct().OrderBy(mutant => mutant.Id));
    }

    /// <summary>Each would take a build of its own otherwise, and most of the application's conditions are such.</summary>
    [Theory]
    [InlineData("""if (value is not string text || text.Length > 3) { return "none"; } return text + 1;""")]
    [InlineData("""if (value is string text && text.Length > 3) { return text; } return "none";""")]
    [InlineData("""{ if (!(value is string text)) { return "none"; } return text + 1; }""")]
    public void Mutants_of_a_condition_stand_beside_each_other_though_what_follows_uses_its_variables(string body)
    {
        var (compilation, found) = Find($"public static string F(object? value) {{ {body} }}");
        Assert.All(found, mutant => Assert.True(mutant.CanBeSwitched, $"{mutant.Before} -> {mutant.After}"));

        // A variable that has no value there is found by the compiler.
        var faulty = found.Where(mutant => Errors(compilation, mutant)).Select(mutant => mutant.Id).ToHashSet();
        var method = Compile(compilation, found, faulty, out var on);
        string[] Results() => [.. new object?[] { null, "", "a", "abc", "abcd" }.Select(value => (string)method.Invoke(null, [value])!)];
        var original = Results();
        Assert.All(found.Where(mutant => !faulty.Contains(mutant.Id)), mutant =>
        {
            on.SetValue(null, mutant.Id);
            Assert.False(Record.Exception(() => Assert.Equal(original, Results())) is null, $"{mutant.Before} -> {mutant.After}");
        });
        Assert.NotEqual(found.Count, faulty.Count);
    }

    [Fact]
    public void Class_is_asked_for_by_the_beginning_of_its_name_or_by_a_part_and_left_out_by_a_minus()
    {
        Assert.True(TestHost.Matches("A.B.CTests", ["A.B."]));
        Assert.True(TestHost.Matches("A.B.CTests", ["X", "*CT"]));
        Assert.False(TestHost.Matches("A.B.CTests", ["B."]));
        Assert.False(TestHost.Matches("A.B.CTests", ["A.", "-*CT"]));
    }

    [Theory]
    [InlineData("src/FlowFunctions.Core/Flows", "FlowFunctions.Core.Tests", "FlowFunctions.Core.Tests.")]
    [InlineData("src/FlowFunctions/Targets/Endpoint", "FlowFunctions.Tests", "FlowFunctions.Tests.Targets.Endpoint.")]
    [InlineData("src/FlowFunctions/Security/SignedIn", "FlowFunctions.Tests", "FlowFunctions.Tests.Security.")]
    [InlineData("src/FlowFunctions/Outgoing", "FlowFunctions.Tests", "FlowFunctions.Tests.Outgoing.")]
    public void Folder_has_the_tests_of_its_area(string folder, string assembly, string filter)
    {
        Assert.Equal((assembly, filter), (TestSet.Of(folder, null, IsThere).Assembly, TestSet.Of(folder, null, IsThere).Filters.Single()));
        Assert.Equal(["A", "B"], TestSet.Of(folder, "A,B", IsThere).Filters);
        Assert.Throws<ArgumentException>(() => TestSet.Of("tests/" + folder, null, IsThere));

        static bool IsThere(string path) => path is "tests/FlowFunctions.Tests/Targets/Endpoint" or "tests/FlowFunctions.Tests/Security";
    }

    [Fact]
    public void Equivalent_mutant_has_a_reason()
    {
        var mutant = Find("static int F() => 1;").Mutants[0];

        Assert.True(Equivalents.Parse(["# why", $"Code.cs | 1 | {mutant.After}"]).Has(mutant));
        Assert.False(Equivalents.Parse(["# why", "Other.cs | 1 | 2"]).Has(mutant));
        Assert.True(Equivalents.Parse(["# why", $"Code.cs | 1 | {mutant.After} | int F()"]).Has(mutant));
        Assert.False(Equivalents.Parse(["# why", $"Code.cs | 1 | {mutant.After} | int G()"]).Has(mutant));
        Assert.Throws<FormatException>(() => Equivalents.Parse([$"Code.cs | 1 | {mutant.After}"]));
        Assert.Throws<FormatException>(() => Equivalents.Parse(["# why", "Code.cs | 1"]));
    }

    [Fact]
    public void Score_is_what_the_tests_notice_of_what_they_could()
    {
        var mutants = Find("static bool F(int a) => a < 1;").Mutants;
        Verdict[] verdicts = [Verdict.Killed, Verdict.TimedOut, Verdict.Survived, Verdict.NotReached, Verdict.Invalid, Verdict.Equivalent];
        var report = new Report(mutants, mutants.Zip(verdicts).ToDictionary(pair => pair.First.Id, pair => pair.Second));
        using var output = new StringWriter();

        report.Write(output);

        Assert.Equal(50, report.Score);
        Assert.Contains("Code.cs:1   a < 1   →   a <= 1", output.ToString(), StringComparison.Ordinal);
    }

    // Run when the type is initialised, before the test can turn them on.
    private static bool OfWords(Mutant mutant) => mutant.Line == 2;

    private static bool Errors(CSharpCompilation compilation, Mutant mutant)
    {
        var tree = mutant.Place.SyntaxTree;
        SyntaxNode changed = mutant.Changed ?? SyntaxFactory.EmptyStatement();
        return compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(tree.GetRoot().ReplaceNode(mutant.Place, changed), tree.Options))
            .GetDiagnostics().Any(fault => fault.Severity == DiagnosticSeverity.Error);
    }

    private static (CSharpCompilation Compilation, IReadOnlyList<Mutant> Mutants) Find(string members)
    {
        var tree = CSharpSyntaxTree.ParseText($"using System.Linq; public static class Code {{ {members} }}", path: "Code.cs");
        var compilation = CSharpCompilation.Create("Code", [tree], Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return (compilation, MutantFinder.Find(compilation, tree, "Code.cs", 1, Constants.NeededByCompiler(compilation)));
    }

    private static MethodInfo Compile(CSharpCompilation compilation, IReadOnlyList<Mutant> mutants, HashSet<int> apart, out FieldInfo on)
    {
        var tree = compilation.SyntaxTrees.Single();
        var switched = compilation.ReplaceSyntaxTree(tree, SwitchedTree.Of(compilation.GetSemanticModel(tree), mutants, apart))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(SwitchSource.For(mutants.Count)));
        using var stream = new MemoryStream();
        var result = switched.Emit(stream);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
        var assembly = Assembly.Load(stream.ToArray());
        on = assembly.GetType(SwitchSource.TypeName)!.GetField("On")!;
        return assembly.GetType("Code")!.GetMethod("F")!;
    }
}
