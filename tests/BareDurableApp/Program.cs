using Azure.Data.Tables;
using BareDurableApp;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// What somebody would write who needs one diamond of four calls and nothing else: the measure of what Flow Functions costs beyond Durable Functions.
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddHttpClient();
builder.Services.AddSingleton(new TableServiceClient(Environment.GetEnvironmentVariable("AzureWebJobsStorage")));
builder.Services.AddSingleton<Rows>();
using var application = builder.Build();
await application.Services.GetRequiredService<Rows>().CreateAsync();
await application.RunAsync();
