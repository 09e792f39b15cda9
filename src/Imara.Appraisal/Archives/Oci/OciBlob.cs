namespace Imara.Appraisal.Archives.Oci;

/// <summary>A blob.</summary>
/// <param name="Digest">Its name.</param>
/// <param name="Size">Its size in bytes.</param>
internal readonly record struct OciBlob(string Digest, long Size);
