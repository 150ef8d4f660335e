using FlowFunctions.Chaos;

return await ChaosCommand.InvokeAsync(args);
