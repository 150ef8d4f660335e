namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an application begins.</summary>
public class FunctionsApplication
{
    public FunctionsApplication()
    {
    }

    /// <summary>A builder with the application's settings, logging and the functions of the entry assembly.</summary>
    /// <param name="args"><c>--urls http://localhost:7071</c>, and settings as <c>--Key=Value</c>.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
