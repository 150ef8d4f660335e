using System.Diagnostics;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace FlowFunctions.Mutation.Compiling;

/// <summary>A project as the build compiles it: its own options, references and generated code, taken from the compiler's command
/// line.</summary>
internal sealed class Product
{
    private readonly IReadOnlyList<ResourceDescription> _resources;

    private Product(CSharpCompilation compilation, IReadOnlyList<ResourceDescription> resources)
    {
        Compilation = compilation;
        _resources = resources;
    }

    /// <summary>The whole project, with what its source generators make.</summary>
    public CSharpCompilation Compilation { get; }

    /// <param name="project">The folder of a project whose references are built.</param>
    /// <exception cref="InvalidOperationException">The project does not build.</exception>
    public static async Task<Product> ReadAsync(string project)
    {
        var arguments = await CompilerArgumentsAsync(project);
        var parsed = CSharpCommandLineParser.Default.Parse(arguments, project, sdkDirectory: null);
        var trees = parsed.SourceFiles.Select(file =>
            CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(file.Path), parsed.Encoding ?? System.Text.Encoding.UTF8),
            parsed.ParseOptions, file.Path)).ToList();
        var options = parsed.CompilationOptions
            .WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)
            .WithSpecificDiagnosticOptions([])
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithStrongNameProvider(null)
            .WithConcurrentBuild(true);
        var references = parsed.MetadataReferences.Select(reference =>
            MetadataReference.CreateFromFile(reference.Reference, reference.Properties));
        Compilation compilation = CSharpCompilation.Create(parsed.CompilationName, trees, references, options);
        var driver = CSharpGeneratorDriver.Create(
            parsed.AnalyzerReferences.SelectMany(reference =>
                new AnalyzerFileReference(reference.FilePath, new Loader()).GetGenerators(LanguageNames.CSharp)),
            parsed.AdditionalFiles.Select(file => new TextOfFile(file.Path)),
            parsed.ParseOptions,
            new Settings(AnalyzerConfigSet.Create(
                parsed.AnalyzerConfigPaths.Select(path => AnalyzerConfig.Parse(File.ReadAllText(path), path)).ToList())));
        driver.RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        return new Product((CSharpCompilation)compilation, parsed.ManifestResources);
    }

    /// <summary>Writes an assembly; answers the errors where it does not compile, and then writes nothing.</summary>
    public IReadOnlyList<Diagnostic> Write(Compilation compilation, string path)
    {
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly, manifestResources: _resources);
        if (result.Success)
        {
            File.WriteAllBytes(path, assembly.ToArray());
        }

        return [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    // The compiler's own arguments, without running it; the file that is not there makes the build think that it must.
    private static async Task<string[]> CompilerArgumentsAsync(string project)
    {
        string[] arguments =
        [
            "msbuild", project, "-t:PrepareResources;Compile", "-p:ProvideCommandLineArgs=true", "-p:SkipCompilerExecution=true",
            "-p:BuildProjectReferences=false", "-p:NonExistentFile=none", "-getItem:CscCommandLineArgs", "-nologo",
        ];
        using var build = Process.Start(
            new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var answer = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException($"The compiler's arguments of {project} are not to be had: {answer}");
        }

        using var document = JsonDocument.Parse(answer);
        return [.. document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!)];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // Generators of the SDK and of packages depend on what stands beside them, or on nothing.
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }

    private sealed class TextOfFile(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }

    private sealed class Settings(AnalyzerConfigSet set) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(set.GlobalConfigOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(set.GetOptionsForSourcePath(tree.FilePath));

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(set.GetOptionsForSourcePath(textFile.Path));
    }

    private sealed class Values(AnalyzerConfigOptionsResult result) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            result.AnalyzerOptions.TryGetValue(key, out value);
    }
}
