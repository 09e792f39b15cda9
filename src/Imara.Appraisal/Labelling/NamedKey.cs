using System.Collections.Immutable;

namespace Imara.Appraisal.Labelling;

/// <summary>The key that a signature says it was made with, and those there are to verify it.</summary>
/// <param name="KeyId">How the signature names it: eight hex digits, sixteen in version 1; of an appended signature the SKID or the serial number in hex.</param>
/// <param name="Known">The keys that were given, named likewise.</param>
/// <param name="IsKnown">It is one of them.</param>
public sealed record NamedKey(string KeyId, ImmutableArray<string> Known, bool IsKnown);
