namespace FlowFunctions.Core.Tests.Runs;

internal enum RunEnd
{
    Cancel,
    TimeOut,
    Fail,
}
