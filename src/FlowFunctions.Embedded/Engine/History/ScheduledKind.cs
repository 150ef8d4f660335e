namespace FlowFunctions.Embedded.Engine.History;

internal enum ScheduledKind
{
    Activity = 0,
    Timer = 1,
    SubOrchestration = 2,
    SendEvent = 3,
}
