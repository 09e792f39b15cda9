using System.Collections.Immutable;
using Imara.Measurements;
using Imara.Measurements.Replay;

namespace Imara.Engine.Boot;

/// <summary>The TPM as IMA finds it when it starts.</summary>
/// <param name="Banks">Allocated banks in order, with the values of PCR 0 to 9.</param>
public sealed record TpmState(ImmutableArray<BankValues> Banks);
