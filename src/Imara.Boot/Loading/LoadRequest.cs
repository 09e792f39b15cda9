namespace Imara.Boot.Loading;

/// <summary>What is to be loaded.</summary>
public sealed record LoadRequest
{
    /// <summary>The policy file; null: where init systems look for it, below <see cref="Root"/>.</summary>
    public string? Policy { get; init; }

    /// <summary>The folder of the system to be booted, as in an initramfs; <c>/</c> for the running one.</summary>
    public string Root { get; init; } = "/";

    /// <summary>The folder of keys; null: the usual one, below <see cref="Root"/>.</summary>
    public string? Keys { get; init; }

    /// <summary>True if there has to be a policy: that there is none is then told as a failure.</summary>
    public bool IsRequired { get; init; }

    /// <summary>A signed file that the policy appraises, to see that signatures pass; null: one is looked for.</summary>
    public string? Witness { get; init; }

    /// <summary>How it is given to the kernel.</summary>
    public LoadChoice Choice { get; init; }
}
