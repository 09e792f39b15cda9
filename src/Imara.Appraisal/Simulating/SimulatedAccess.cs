namespace Imara.Appraisal.Simulating;

/// <summary>An access that the policy appraises.</summary>
/// <param name="Kind">What is done with the file.</param>
/// <param name="Passes">True if nothing refuses it, as far as labels and keys tell: the content was not read.</param>
/// <param name="IsBySignature">True if the label that is verified is a signature.</param>
public readonly record struct SimulatedAccess(AccessKind Kind, bool Passes, bool IsBySignature);
