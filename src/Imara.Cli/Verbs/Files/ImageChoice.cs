namespace Imara.Cli.Verbs.Files;

/// <summary>What is labelled in place of files of this machine.</summary>
internal sealed record ImageChoice
{
    /// <summary>A tar archive, `-` for standard input; null: none.</summary>
    public string? Tar { get; init; }

    /// <summary>The archive may lack its two zero blocks.</summary>
    public bool AllowsMissingEnd { get; init; }

    /// <summary>The folder of an OCI image layout; null: none.</summary>
    public string? Oci { get; init; }

    /// <summary>The format of a manifest; null: none.</summary>
    public string? Manifest { get; init; }

    /// <summary>Where an archive or a manifest goes, `-` for standard output.</summary>
    public required string Output { get; init; }

    /// <summary>Remove blobs that were replaced.</summary>
    public bool Prune { get; init; }

    /// <summary>True if anything was chosen.</summary>
    public bool IsImage => (Tar ?? Oci ?? Manifest) is not null;
}
