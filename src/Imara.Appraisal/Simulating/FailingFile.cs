using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>A file with accesses that fail.</summary>
/// <param name="Path">The file.</param>
/// <param name="Subject">Who fails first.</param>
/// <param name="Kind">At what.</param>
/// <param name="Func">At which question.</param>
/// <param name="Cause">For which cause.</param>
/// <param name="Rule">Under which rule.</param>
/// <param name="Accesses">All accesses of all subjects that fail.</param>
public sealed record FailingFile(ByteString Path, Subject Subject, AccessKind Kind, PolicyFunc Func, string Cause, int Rule, int Accesses);
