using FlowFunctions.LocalHost;

return await LocalHostProgram.RunAsync(args);
