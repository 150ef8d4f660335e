namespace FlowFunctions.Core.Integrations;

internal enum JobSide
{
    Source,
    Target,
}
