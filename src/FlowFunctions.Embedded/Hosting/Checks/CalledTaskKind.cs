namespace FlowFunctions.Embedded.Hosting.Checks;

internal enum CalledTaskKind
{
    Orchestrator,
    Activity,
}
