namespace Imara.Appraisal.Archives.Oci;

/// <summary>Why an image layout was refused.</summary>
/// <param name="Where">The file in the layout, relative to its folder.</param>
/// <param name="Message">Lower-case sentence without a final period.</param>
public readonly record struct OciError(string Where, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {Message}";
}
