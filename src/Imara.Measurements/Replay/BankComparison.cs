using System.Collections.Immutable;

namespace Imara.Measurements.Replay;

/// <summary>The PCRs of one bank that the list names.</summary>
/// <param name="Algo">Algorithm of the bank.</param>
/// <param name="Rule">What its PCRs turned out to be extended with.</param>
/// <param name="Pcrs">The PCRs, ascending.</param>
public sealed record BankComparison(HashAlgo Algo, ExtendRule Rule, ImmutableArray<PcrComparison> Pcrs);
