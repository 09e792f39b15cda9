namespace Imara.Appraisal.Archives.Oci;

/// <summary>Ends the work on a layout from however deep in its documents; never leaves <see cref="OciLabeller"/>.</summary>
internal sealed class OciRefused(OciError error) : Exception(error.Message)
{
    /// <summary>Why.</summary>
    public OciError Error => error;
}
