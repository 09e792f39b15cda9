namespace Imara.Policy.Loading;

/// <summary>Reads the policy file at <paramref name="path"/> as the kernel would, appraisal included.</summary>
/// <param name="path">Absolute path.</param>
public delegate PolicyFile PolicyFileReader(ByteString path);
