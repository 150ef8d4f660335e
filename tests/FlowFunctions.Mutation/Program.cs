using FlowFunctions.Mutation;
using FlowFunctions.Mutation.Running;

// As its own child, in a copy of a test project's output, where the compiler is not: see TestHost.
if (args is ["--host", var testAssembly, var productAssembly, .. var filters])
{
    var answers = Console.Out;
    Console.SetOut(TextWriter.Null);
    await TestHost.RunAsync(testAssembly, productAssembly, filters, Console.In, TextWriter.Synchronized(answers));
    return 0;
}

Options options;
TestSet tests;
try
{
    options = Options.Parse(args);
    tests = TestSet.Of(options.Folder, options.Tests, Directory.Exists);
}
catch (ArgumentException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}

return await MutationTool.RunAsync(options, tests);
