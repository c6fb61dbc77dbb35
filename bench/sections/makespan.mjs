export async function makespan() {
  console.log("not measured yet");
}
