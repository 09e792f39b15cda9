using Imara.Engine.Appraisal;
using Imara.Engine.Boot;
using Imara.Engine.Events;
using Imara.Engine.Evm;
using Imara.Engine.State;
using Imara.Evaluation;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Engine;

/// <summary>Appraises accesses one by one, each as if it were the first one to its file since the kernel started: what a simulation asks.</summary>
/// <remarks>It is the work of <see cref="ImaEngine"/> without its memory: nothing is listed and nothing is remembered. For one thread.</remarks>
public sealed class FirstAccess
{
    private readonly EngineSetup setup;
    private readonly FileChecker checker;

    /// <summary>Prepares for a kernel.</summary>
    /// <param name="setup">The kernel; its boot parameters say the mode.</param>
    /// <param name="keys">The <c>.ima</c> keyring.</param>
    /// <param name="depth">How far signatures are looked at.</param>
    /// <param name="evmKeys">The <c>.evm</c> keyring; null: EVM does not verify signatures.</param>
    /// <param name="hmacKey">The decrypted <c>evm-key</c>; null: EVM has none. Without either EVM is off.</param>
    public FirstAccess(EngineSetup setup, Keyring keys, SignatureDepth depth, Keyring? evmKeys = null, ReadOnlyMemory<byte>? hmacKey = null)
    {
        this.setup = setup;
        var modes = (evmKeys is null ? EvmModes.None : EvmModes.X509) | (hmacKey is null ? EvmModes.None : EvmModes.Hmac);
        var evm = new EvmState(setup.Kernel, modes) { Keys = evmKeys ?? new Keyring(), HmacKey = hmacKey };
        checker = new FileChecker(
            setup.Kernel,
            setup.Boot,
            new EntryMaker(setup.Boot, setup.Kernel.MeasurePcr, evm),
            new MeasurementLog(setup.Kernel, setup.Boot.Hash, tpm: null),
            evm,
            new Appraiser(setup.Kernel, keys, depth));
    }

    /// <summary>What appraisal makes of an access.</summary>
    /// <param name="access">The access.</param>
    /// <param name="decision">What the policy decided about it.</param>
    public AccessResult Check(AccessEvent access, in PolicyDecision decision) =>
        checker.Check(access, decision.Without(ActionClass.Measure | ActionClass.Audit), new InodeRecord(), setup.Boot.Appraise, looksForViolations: false);
}
