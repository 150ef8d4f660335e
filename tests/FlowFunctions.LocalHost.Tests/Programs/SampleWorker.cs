using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace FlowFunctions.LocalHost.Tests.Programs;

/// <summary>Programs that stand for a worker and are none: compiled on the spot, for they have two lines.</summary>
internal static class SampleWorker
{
    private const string Name = "Sample";

    private static readonly string RuntimeConfig =
        $$"""{ "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version.Major}}.{{Environment.Version.Minor}}.0" } } }""";

    /// <summary>Makes the app's worker one that throws.</summary>
    public static void Throws(string application, string message) => Write(application, main =>
    {
        main.Emit(OpCodes.Ldstr, message);
        main.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([typeof(string)])!);
        main.Emit(OpCodes.Throw);
    });

    /// <summary>Makes the app's worker one that connects to nothing, and does not end.</summary>
    public static void Idles(string application) => Write(application, main =>
    {
        main.Emit(OpCodes.Ldc_I4_M1);
        main.Emit(OpCodes.Call, typeof(Thread).GetMethod(nameof(Thread.Sleep), [typeof(int)])!);
        main.Emit(OpCodes.Ret);
    });

    private static void Write(string application, Action<ILGenerator> write)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Name), typeof(object).Assembly);
        var program = assembly.DefineDynamicModule(Name).DefineType("Program", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var main = program.DefineMethod("Main", MethodAttributes.Public | MethodAttributes.Static, typeof(void), []);
        write(main.GetILGenerator());
        program.CreateType();

        var metadata = assembly.GenerateMetadata(out var code, out var data);
        var image = new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.ExecutableImage),
            new MetadataRootBuilder(metadata),
            code,
            mappedFieldData: data,
            entryPoint: MetadataTokens.MethodDefinitionHandle(main.MetadataToken));
        var content = new BlobBuilder();
        image.Serialize(content);
        using var file = File.Create(Path.Combine(application, $"{Name}.dll"));
        content.WriteContentTo(file);
        File.WriteAllText(Path.Combine(application, $"{Name}.runtimeconfig.json"), RuntimeConfig);
    }
}
