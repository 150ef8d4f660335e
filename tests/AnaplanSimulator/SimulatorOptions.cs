using AnaplanSimulator.Definition;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AnaplanSimulator;

/// <summary>With what a simulator starts.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Users and models; <see cref="SimulatorDefinition.Sample"/> unless set.</summary>
    public SimulatorDefinition Definition { get; init; } = SimulatorDefinition.Sample;

    /// <summary>At the start and after each reset.</summary>
    public SimulatorSettings Settings { get; init; } = new();

    /// <summary>The address to listen on; loopback and a free port unless set.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>The clock of tokens, of the request limit and of tasks.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}
