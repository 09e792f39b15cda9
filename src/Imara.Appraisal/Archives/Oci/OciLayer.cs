namespace Imara.Appraisal.Archives.Oci;

/// <summary>What became of one layer.</summary>
/// <param name="Blob">The blob that it is now.</param>
/// <param name="OldDiffId">Digest of the archive before, unpacked.</param>
/// <param name="DiffId">Digest of the archive now, unpacked.</param>
internal readonly record struct OciLayer(OciBlob Blob, string OldDiffId, string DiffId);
