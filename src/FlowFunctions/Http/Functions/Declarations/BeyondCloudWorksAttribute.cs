namespace FlowFunctions.Http;

/// <summary>An HTTP function that CloudWorks has not: the API's document says so, and clients made for CloudWorks do not know it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BeyondCloudWorksAttribute : Attribute;
