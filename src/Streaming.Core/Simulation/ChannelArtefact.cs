namespace Streaming.Core.Simulation;

/// <summary>Something wrong with one channel: a lead off for some seconds, or a pop.</summary>
/// <param name="PopMicrovolts">Step of a pop; 0: the lead is off.</param>
internal readonly record struct ChannelArtefact(int Channel, int Second, int Seconds, double PopMicrovolts);
