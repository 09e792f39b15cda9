namespace Imara.Appraisal.Simulating;

/// <summary>The files that fail under one rule for one cause.</summary>
/// <param name="Rule">Index of the rule.</param>
/// <param name="Cause">The cause as the kernel's audit records name it; in parentheses where it writes none.</param>
/// <param name="Files">Paths.</param>
/// <param name="Example">The first of them in the order of bytes.</param>
public sealed record FailureTally(int Rule, string Cause, long Files, ByteString Example);
