namespace FlowFunctions.Tests.Api.OpenApi;

/// <summary>Identifiers in the examples: the same one stands for the same thing in all of them.</summary>
internal static class SampleIds
{
    public const string Flow = "0199c0de00f07000800000000000f10e";
    public const string LoadProducts = "0199c0de00a17000800000000000a101";
    public const string LoadSales = "0199c0de00a17000800000000000a102";
    public const string PublishPlan = "0199c0de00a17000800000000000a103";
    public const string Connection = "0199c0de00c07000800000000000c0c0";
    public const string Bucket = "0199c0de00c07000800000000000c0c1";
    public const string Dataset = "0199c0de00c07000800000000000c0c2";
    public const string FlowRun = "0199c0de00e07000800000000000e001";
    public const string StepRun = "0199c0de00e07000800000000000e002";
    public const string Notification = "0199c0de00b07000800000000000b001";
    public const string Message = "0199c0de00b07000800000000000b002";
    public const string Trace = "0af7651916cd43dd8448eb211c80319c";
}
