using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>What a kernel configuration says about IMA.</summary>
public sealed record KernelConfig
{
    /// <summary>The version of the header line <c># Linux/x86 6.12.117 Kernel Configuration</c>; null: no such line.</summary>
    public KernelVersion? Version { get; init; }

    /// <summary>IMA is built in.</summary>
    public bool HasIma { get; init; }

    /// <summary>Build options.</summary>
    public KernelOption Options { get; init; }

    /// <summary>True if the configuration says anything about hash algorithms.</summary>
    public bool NamesHashes { get; init; }

    /// <summary>Hash algorithms built in.</summary>
    public HashAlgoSet BuiltInHashes { get; init; }

    /// <summary>Hash algorithms built as modules.</summary>
    public HashAlgoSet ModuleHashes { get; init; }

    /// <summary>True if the configuration says anything about ways to sign.</summary>
    public bool NamesSchemes { get; init; }

    /// <summary>Ways to sign that are built in.</summary>
    public SignatureSchemes BuiltInSchemes { get; init; }

    /// <summary>Ways to sign that are modules.</summary>
    public SignatureSchemes ModuleSchemes { get; init; }

    /// <summary><c>CONFIG_IMA_DEFAULT_HASH</c>; null: not set.</summary>
    public HashAlgo? DefaultHash { get; init; }

    /// <summary><c>CONFIG_IMA_DEFAULT_TEMPLATE</c>; null: not set.</summary>
    public string? DefaultTemplate { get; init; }

    /// <summary><c>CONFIG_IMA_MEASURE_PCR_IDX</c>; null: not set.</summary>
    public int? MeasurePcr { get; init; }

    /// <summary>Attributes that EVM protects, in its order (docs/reference/appraisal.md).</summary>
    public ImmutableArray<string> EvmXattrs { get; init; } = [];
}
