using FlowFunctions.Chaos;
using FlowFunctions.Chaos.Rig;

return args is [HostProgram.Verb, .. var ofHost] ? await HostProgram.RunAsync(ofHost) : await ChaosCommand.InvokeAsync(args);
